import { bundled } from 'fgs-contract'
import { createHandlers } from 'fgs-contract/mocks'
import 'fgs-contract/vitest'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, expect, test } from 'vitest'

const contract = bundled()
const server = setupServer(...createHandlers(contract))
beforeAll(() => server.listen())
afterAll(() => server.close())

test.each([
  [{ input: {} }, 200],
  [{ input: [] }, 400],
])('%j', async (body, status) => {
  const url = 'https://functiongraph.cn-north-4.myhuaweicloud.com/v2/p/fgs/workflows/w/sync-executions'
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  expect(response.status).toBe(status)
  await expect(response).toMatchContract(contract)
})
