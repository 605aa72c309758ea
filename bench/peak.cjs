// node -r bench/peak.cjs ...: writes what the process took to the file that SEATPLAN_PEAK names: its peak memory in kB, and its processor
// time in ms, that of all its threads, its own and the system's for it.
const { writeFileSync } = require('node:fs')
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage()
  writeFileSync(process.env.SEATPLAN_PEAK, JSON.stringify({ peak: maxRSS, cpu: (userCPUTime + systemCPUTime) / 1000 }))
})
