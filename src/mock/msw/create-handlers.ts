import { HttpHandler } from 'msw'
import type { AnyOperations, Contract, Operation, TypedContract } from '../../contract/model/index.ts'
import { OperationFinder } from '../../judging/messages/index.ts'
import { createMock, Mock, type TypedMockOptions } from '../responder/index.ts'
import { type BaseUrl, basesOf, parseBaseUrl, targetBelow } from './base-url.ts'
import { carryOut } from './carry-out.ts'
import { readRequest } from './read-request.ts'

export interface BaseUrlOption {
  /**
   * Where the contract's paths begin: `https://example.com/api`, or `/api` at any origin. By default at any origin, below
   * the base path of each of the contract's servers.
   */
  readonly baseUrl?: string
}

export type HandlerOptions<Operations> = TypedMockOptions<Operations> & BaseUrlOption

/**
 * Handlers of msw, one for each path of the contract, for `setupServer` and `setupWorker` alike. They enforce every
 * constraint of a request and answer as the contract says; requests to other paths are left to other handlers. A mock
 * that is given is one to ask for the next answer, and for the journal.
 *
 * Throws ContractError for answers that the contract does not have, and TypeError for what is no base URL.
 */
export function createHandlers(mock: Mock, options?: BaseUrlOption): HttpHandler[]
export function createHandlers<Operations = AnyOperations>(
  contract: TypedContract<Operations>,
  options?: HandlerOptions<NoInfer<Operations>>,
): HttpHandler[]
export function createHandlers(
  served: Contract | Mock,
  { baseUrl, ...options }: BaseUrlOption & object = {},
): HttpHandler[] {
  const mock = served instanceof Mock ? served : createMock(served, options)
  const { contract } = mock
  const finder = new OperationFinder(contract)
  const bases = baseUrl === undefined ? undefined : [parseBaseUrl(baseUrl)]
  return [...new Set(contract.operations.map(({ path }) => path))].map((path) => {
    const operations = contract.operations.filter((operation) => operation.path === path)
    return new PathHandler(mock, finder, path, operations, bases ?? basesOf(contract, operations))
  })
}

/** All methods of one path: those that it does not document are refused as the contract's own server would. */
class PathHandler extends HttpHandler {
  readonly #targetOf: (request: Request) => string | undefined

  constructor(
    mock: Mock,
    finder: OperationFinder,
    path: string,
    operations: readonly Operation[],
    bases: readonly BaseUrl[],
  ) {
    const targetOf = ({ method, url }: Request): string | undefined => {
      for (const base of bases) {
        const target = targetBelow(base, url)
        if (target !== undefined && finder.find(method, target)?.path === path) return target
      }
      return undefined
    }
    super(/^/, NO_PATH, async ({ request }) => {
      const target = targetOf(request)
      if (target === undefined) return undefined
      return await carryOut(mock.handle(await readRequest(request, target)), request.signal)
    })
    this.#targetOf = targetOf
    this.info.header = `${operations.map(({ method }) => method).join('|')} ${path}`
  }

  /** msw's own templates decode segments, and throw if a percent sign is alone. */
  override async parse(args: Parameters<HttpHandler['parse']>[0]): ReturnType<HttpHandler['parse']> {
    const parsed = await super.parse(args)
    return { ...parsed, match: { matches: this.#targetOf(args.request) !== undefined, params: {} } }
  }
}

const NO_PATH = /(?!)/
