// Loads documents one after the other, whose paths stand on stdin, a line each, and writes a line of JSON for each: what
// became of it, milliseconds of CPU, and MiB at the peak so far. A process of its own, so that a crash is one of a document.
import { createInterface } from 'node:readline'
import { loadContract } from '../../../dist/entries/index.js'

for await (const path of createInterface({ input: process.stdin })) {
  const before = process.cpuUsage()
  const result = await resultOf(path)
  const { user, system } = process.cpuUsage(before)
  const row = { path, ...result, cpu: (user + system) / 1000, peak: process.resourceUsage().maxRSS / 1024 }
  process.stdout.write(`${JSON.stringify(row)}\n`)
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
