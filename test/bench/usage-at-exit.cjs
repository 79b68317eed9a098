// Preloaded into a measured process: writes the microseconds of CPU that it took, and the KiB of memory that it held at
// its most, to file descriptor 3, or the one that USAGE_FD names.
const { writeSync } = require('node:fs')

process.once('exit', () => {
  const { user, system } = process.cpuUsage()
  const usage = JSON.stringify({ cpu: user + system, maxRSS: process.resourceUsage().maxRSS })
  writeSync(Number(process.env.USAGE_FD ?? 3), usage)
})
