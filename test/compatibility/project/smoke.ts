import { bundled } from 'fgs-contract'
import { describeContract, type PlainResponse, toMatchContract } from 'fgs-contract/vitest'
import { expect, test } from 'vitest'

const contract = bundled()
const id = 'startSyncWorkflowExecution'

describeContract(contract, { runs: 0 })

test('a response', async () => {
  const kept: Promise<void> = expect(Response.json({ status: 'success' })).toMatchContract(contract)
  await kept
  const plain: PlainResponse = { status: 200, body: { status: 'done' } }
  await expect(plain).not.toMatchContract(contract, id)
  await expect(Promise.resolve(plain)).resolves.not.toMatchContract(contract, id)
  expect(await toMatchContract(plain, contract)).toMatchObject({ pass: false })
  const broken = await expect(Response.json(plain.body)).toMatchContract(contract).then(String, String)
  expect(broken).toMatch(/startSyncWorkflowExecution response\.200 \/status enum\n/)
})

test('a request', async () => {
  const url = 'http://localhost/v2/p/fgs/workflows/w/sync-executions'
  await expect({ method: 'POST', url, body: { input: {} } }).toKeepContract(contract, id)
  await expect(new Request(url)).not.toKeepContract(contract)
})

// Skipped, since it is compiled and never meant to run: each line is one that the types must refuse.
test.skip('what no type allows', async () => {
  // @ts-expect-error it takes a contract
  await expect({ status: 200 }).toMatchContract()
  // @ts-expect-error an operation is named by its id
  await expect({ status: 200 }).toKeepContract(contract, 1)
  // @ts-expect-error there is no such option
  describeContract(contract, { run: 0 })
})
