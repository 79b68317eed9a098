import { integerRange } from '../../contract/constraints/index.ts'
import type { Contract, TextFormat } from '../../contract/model/index.ts'
import type { OwnFormat, OwnFormats } from '../../options/index.ts'
import { fastCheck } from '../../planning/arbitraries/index.ts'
import { UsageError } from '../../report/results/index.ts'

/** The texts that are drawn once of each format; what needs some takes them from these. */
const DRAWN = 100
const SEED = 1

const known = new WeakMap<Contract, WeakMap<OwnFormats, Contract>>()

/**
 * A contract whose texts are judged, and made, by formats of the user's own too: in requests and answers, by a run, a mock
 * and a client. The same arguments give the same object, and what has the formats already is given back. Throws UsageError for a format that cannot be used; its functions
 * throw UsageError later if what the user gives throws, or answers otherwise than it may.
 */
export function withFormats(contract: Contract, formats: OwnFormats = {}): Contract {
  if (Object.keys(formats).length === 0) return contract
  const contracts = known.get(contract) ?? new WeakMap<OwnFormats, Contract>()
  known.set(contract, contracts)
  const before = contracts.get(formats)
  if (before) return before
  const own = Object.entries(formats).map(([name, format]) => [name, textFormat(name, format)] as const)
  const extended = { ...contract, formats: new Map([...(contract.formats ?? []), ...own]) }
  contracts.set(formats, extended)
  known.set(extended, new WeakMap([[formats, extended]]))
  return extended
}

function textFormat(name: string, format: OwnFormat): TextFormat {
  if (integerRange(name))
    throw new UsageError(`formats.${name}: ${name} is a format of integers, and yours are of texts; take it out.`)
  const is = (text: string): boolean => {
    const answer: unknown = called(`formats.${name}.is`, () => format.is(text))
    if (typeof answer === 'boolean') return answer
    throw new UsageError(`formats.${name}.is returned no true and no false; it has to return one of them.`)
  }
  const { breaks = [] } = format
  const legal = breaks.find(is)
  if (legal !== undefined)
    throw new UsageError(
      `formats.${name}: ${JSON.stringify(legal)} is among breaks, and is() says that it is of the format.`,
    )
  return { is, texts: drawn(name, format).filter(is), breaks }
}

function drawn(name: string, { arbitrary }: OwnFormat): string[] {
  if (!arbitrary) return []
  const fc = fastCheck()
  const texts: unknown[] = called(`formats.${name}.arbitrary`, () =>
    fc.sample(arbitrary(fc), { seed: SEED, numRuns: DRAWN }),
  )
  return [...new Set(texts.filter((text) => typeof text === 'string'))]
}

function called<T>(what: string, call: () => T): T {
  try {
    return call()
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).trim().split('\n')
    throw new UsageError(`${what} threw ${reason.slice(0, 300) || 'an error without a message'}; mend it.`)
  }
}
