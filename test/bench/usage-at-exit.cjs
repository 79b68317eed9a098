// Preloaded into a measured process. At exit it writes the microseconds of CPU and the peak KiB of memory that the
// process took, to file descriptor 3 or to the one that USAGE_FD names.
const { writeSync } = require('node:fs')

process.once('exit', () => {
  const { user, system } = process.cpuUsage()
  const usage = JSON.stringify({ cpu: user + system, maxRSS: process.resourceUsage().maxRSS })
  writeSync(Number(process.env.USAGE_FD ?? 3), usage)
})
