import { integerRange } from '../../contract/constraints/index.ts'
import { type Contract, formatsOf, type TextFormat } from '../../contract/model/index.ts'
import { nearName, type OwnFormat, type OwnFormats } from '../../options/index.ts'
import { fastCheck } from '../../planning/arbitraries/index.ts'
import { UsageError } from '../../report/results/index.ts'

/** The texts that are drawn once of each format; what needs some takes them from these. */
const DRAWN = 100
const SEED = 1

const known = new WeakMap<Contract, WeakMap<OwnFormats, Contract>>()

/**
 * A contract whose texts are judged, and made, by formats of the user's own too: in requests and answers, by a run, a mock
 * and a client. The same arguments give the same object, and what has the formats already is given back. Throws
 * UsageError for a format that cannot be used, or that the document lacks: nothing would ever ask it. Its functions throw
 * UsageError later if what the user gives throws, or answers otherwise than it may.
 */
export function withFormats(contract: Contract, formats: OwnFormats = {}): Contract {
  if (Object.keys(formats).length === 0) return contract
  const contracts = known.get(contract) ?? new WeakMap<OwnFormats, Contract>()
  known.set(contract, contracts)
  const before = contracts.get(formats)
  if (before) return before
  const own = Object.entries(formats).map(([name, format]) => [name, textFormat(name, format)] as const)
  requireFormats(contract, Object.keys(formats))
  const extended = { ...contract, formats: new Map([...(contract.formats ?? []), ...own]) }
  contracts.set(formats, extended)
  known.set(extended, new WeakMap([[formats, extended]]))
  return extended
}

function requireFormats(contract: Contract, names: readonly string[]): void {
  const formats = [...formatsOf(contract)]
  for (const name of names) {
    if (formats.includes(name)) continue
    const near = nearName(name, formats)
    const there = formats.length === 0 ? 'there is none' : `there are: ${formats.slice(0, 10).join(', ')}`
    const advice = near === undefined ? `${there}; take it out.` : `did you mean ${near}?`
    throw new UsageError(`formats.${name}: no schema of an operation of ${contract.file} has that format; ${advice}`)
  }
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
  const samples = drawn(name, format)
  const texts = samples.filter(is)
  const [sample] = samples
  if (format.arbitrary && sample === undefined)
    throw new UsageError(`formats.${name}.arbitrary gives no texts; write arbitrary: (fc) => fc.stringMatching(…).`)
  if (sample !== undefined && texts.length === 0)
    throw new UsageError(
      `formats.${name}: is() accepts nothing that arbitrary gives, such as ${JSON.stringify(sample.slice(0, 100))}; mend one of them.`,
    )
  return { is, texts, breaks }
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
