import type { Contract } from '../contract/model/index.ts'
import { serveMock } from '../mock/loopback/index.ts'
import { Mock, type MockControl, type MockOptions } from '../mock/responder/index.ts'

export interface MockServerOptions extends MockOptions {
  /** On 127.0.0.1; any that is free by default. */
  readonly port?: number
}

export interface MockServer {
  /** `http://127.0.0.1:41234`: the base URL for the client. A base path of the contract's servers may follow. */
  readonly origin: string
  readonly mock: MockControl
  /** Ends every connection. Rejects with the first error of the mock itself: a client only saw its connection end. */
  close(): Promise<void>
}

/**
 * Serves a contract on loopback: every constraint of a request is enforced, and an answer is any that the contract
 * allows. Rejects with ContractError for answers that the contract does not have, and with the error of `listen` if
 * the port cannot be had.
 */
export async function startMockServer(
  contract: Contract,
  { port = 0, ...options }: MockServerOptions = {},
): Promise<MockServer> {
  const mock = new Mock(contract, options)
  const { origin, close } = await serveMock(mock, port)
  return { origin, mock, close }
}
