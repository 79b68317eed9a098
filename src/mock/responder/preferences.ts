import { ContractError } from '../../contract/model/index.ts'
import { type HeaderList, headerValues, listElements, TOKEN } from '../../http/index.ts'
import { isMode } from './choice.ts'
import { isMockFault, type MockChoice } from './mock-choice.ts'

/** More of a `Prefer` is not read. */
const LONGEST = 4096
/** Whoever asks must not be able to hold connections for ever. */
const LONGEST_DELAY = 60_000

type Writable = { -readonly [K in keyof MockChoice]: MockChoice[K] }

/** Each sets what its value says, or says that no such value is understood. */
const PREFERENCES: { readonly [name: string]: (choice: Writable, value: string) => boolean } = {
  code: (choice, value) => isCount(value) && set(choice, 'status', Number(value)),
  example: (choice, value) => set(choice, 'example', value),
  mode: (choice, value) => isMode(value) && set(choice, 'mode', value),
  // As other mocks have it.
  dynamic: (choice, value) => value !== 'true' || choice.mode !== undefined || set(choice, 'mode', 'random'),
  turn: (choice, value) => isCount(value) && set(choice, 'turn', Number(value)),
  seed: (choice, value) => isCount(value) && set(choice, 'seed', Number(value)),
  breaks: (choice, value) => set(choice, 'breaks', value),
  fault: (choice, value) => isMockFault(value) && set(choice, 'fault', value),
  delay: (choice, value) => isCount(value) && set(choice, 'delayMs', Math.min(Number(value), LONGEST_DELAY)),
}

const isCount = (value: string): boolean => /^\d{1,9}$/.test(value)

function set<K extends keyof MockChoice>(choice: Writable, name: K, value: MockChoice[K] & {}): true {
  choice[name] = value
  return true
}

/**
 * What a request asks of the mock by `Prefer: code=404, example=cat` (RFC 7240): `code`, `example`, `mode`, `turn`,
 * `seed`, `breaks`, `fault` and `delay` in milliseconds; `dynamic=true` is the mode `random`. Of a name the first
 * counts; names that mean nothing here, and parameters, are ignored. Throws ContractError for a value that means
 * nothing under its name.
 */
export function readPreferences(headers: HeaderList, file: string): MockChoice | undefined {
  const values = headerValues(headers, 'prefer')
  if (values.length === 0) return undefined
  const choice: Writable = {}
  const seen = new Set<string>()
  for (const { name, value } of preferencesIn(values.join(',').slice(0, LONGEST))) {
    const read = Object.hasOwn(PREFERENCES, name) ? PREFERENCES[name] : undefined
    if (!read || seen.has(name)) continue
    seen.add(name)
    if (!read(choice, value))
      throw new ContractError(`Prefer: ${name}=${JSON.stringify(value)} means nothing to the mock`, { file })
  }
  return seen.size === 0 ? undefined : choice
}

const PREFERENCE = new RegExp(
  `^[ \\t]*(${TOKEN})[ \\t]*(?:=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s",;]*)))?[ \\t]*(?:;|$)`,
  's',
)

/** The preferences of a header; without a value it is empty (RFC 7240, 2). What is no preference is left out. */
function preferencesIn(text: string): { readonly name: string; readonly value: string }[] {
  return listElements(text).flatMap((element) => {
    const [, name, quoted, word = ''] = PREFERENCE.exec(element) ?? []
    if (name === undefined) return []
    return [{ name: name.toLowerCase(), value: quoted?.replace(/\\(.)/gs, '$1') ?? word }]
  })
}
