// node -r bench/cpu.cjs ...: writes the milliseconds that the process's threads worked to the file that SEATPLAN_CPU names.
const { writeFileSync } = require('node:fs')
process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  writeFileSync(process.env.SEATPLAN_CPU, String((user + system) / 1000))
})
