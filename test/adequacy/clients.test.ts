import { expect, test } from 'vitest'
import { measureClients } from '../../src/adequacy/measure-clients.ts'
import { bundled } from '../../src/documents/index.ts'

const contract = bundled()

test('x', async () => {
  const t = performance.now()
  const c0 = process.cpuUsage()
  const { rows, notes } = await measureClients(contract, contract.operations, 1)
  const c1 = process.cpuUsage(c0)
  console.log(performance.now() - t, c1.user / 1000, rows.length)
  console.log(
    rows
      .filter((r) => r.state !== 'killed')
      .map((r) => JSON.stringify(r))
      .join('\n'),
    notes,
  )
  console.log(rows.map((r) => `${r.id} ${r.by?.check} ${r.by?.about}`).join('\n'))
}, 300_000)
