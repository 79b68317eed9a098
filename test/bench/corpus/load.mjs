// Loads documents one after the other, whose paths stand on stdin, a line each, and writes a line of JSON for each: what
// became of it, milliseconds of CPU, and MiB at the peak while it was loaded. A process of its own, so that a crash is
// one of a document. Linux alone resets the peak; elsewhere it is the peak so far.
import { readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { loadContract } from '../../../dist/entries/index.js'

const FRESH_PEAK = '5'
/** Bytes. Smaller heaps tell the peak well enough, and collecting takes longer than loading. */
const COLLECTED_FROM = 200 * 2 ** 20

for await (const path of createInterface({ input: process.stdin })) {
  forgetPeak()
  const before = process.cpuUsage()
  const result = await resultOf(path)
  const { user, system } = process.cpuUsage(before)
  process.stdout.write(`${JSON.stringify({ path, ...result, cpu: (user + system) / 1000, peak: peak() })}\n`)
}

/** proc(5), clear_refs: 5 sets the peak to what is resident now. */
function forgetPeak() {
  if (process.memoryUsage.rss() > COLLECTED_FROM) globalThis.gc()
  if (process.platform === 'linux') writeFileSync('/proc/self/clear_refs', FRESH_PEAK)
}

function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024
  const [, kib] = /^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return Number(kib) / 1024
}

async function resultOf(path) {
  try {
    const { operations, closed = [] } = await loadContract(path)
    return { planned: operations.length, closed: closed.map(({ reason }) => reason) }
  } catch (error) {
    if (error?.name === 'ContractError') return { refused: error.message }
    return { crashed: String(error?.stack ?? error) }
  }
}
