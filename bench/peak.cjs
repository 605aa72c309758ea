// node -r bench/peak.cjs ...: writes the process's peak memory in kB to the file that SEATPLAN_PEAK names.
const { writeFileSync } = require('node:fs')
process.on('exit', () => writeFileSync(process.env.SEATPLAN_PEAK, String(process.resourceUsage().maxRSS)))
