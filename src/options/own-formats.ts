import type { Arbitrary } from 'fast-check'
import { isObject } from '../json/index.ts'
import { expected, members, record, refuse, within } from './config-place.ts'
import type { OptionKind } from './option-kind.ts'

/** A format of texts of the user's own. */
export interface OwnFormat {
  /** Whether a text is of the format. It is pure. */
  is(text: string): boolean
  /** Texts of the format, for requests and mocks, by fast-check. Those that `is` refuses are left out. */
  arbitrary?(fc: typeof import('fast-check')): Arbitrary<string>
  /** Texts that are nearly of the format, and are not: they have to be refused. */
  readonly breaks?: readonly string[] | undefined
}

/** By the names that stand at `format`. */
export type OwnFormats = { readonly [name: string]: OwnFormat }

const NAMES = ['is', 'arbitrary', 'breaks'] as const

const FORM =
  'an object that has, for each name, an object with is (a function), arbitrary (a function) and breaks (texts)'

const isOwnFormats = (value: unknown): value is OwnFormats =>
  isObject(value) && Object.values(value).every((format) => problemOf(format) === undefined)

/** A configuration and the library have it; the command line does not. */
export const ownFormats: OptionKind<OwnFormats> = {
  form: FORM,
  library: { form: FORM, isValue: isOwnFormats },
  parse: () => undefined,
  read: (value, place) => {
    const formats = record(value, place)
    for (const [name, format] of Object.entries(formats)) {
      if (isObject(format)) members(format, within(place, name), NAMES)
      const problem = problemOf(format)
      if (problem !== undefined) refuse(within(place, name), problem)
    }
    return isOwnFormats(formats) ? formats : expected(place, value, FORM)
  },
}

/** What is wrong with a format, to follow its place; undefined if nothing is. */
function problemOf(format: unknown): string | undefined {
  if (!isObject(format) || typeof format.is !== 'function')
    return 'is no format; give an object with is, a function that tells whether a text is of it.'
  const { arbitrary, breaks = [] } = format
  if (arbitrary !== undefined && typeof arbitrary !== 'function')
    return 'has an arbitrary that is no function; write arbitrary: (fc) => fc.stringMatching(…).'
  return Array.isArray(breaks) && breaks.every((text) => typeof text === 'string')
    ? undefined
    : 'has breaks that are no list of texts.'
}
