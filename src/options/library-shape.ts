import { isObject } from '../json/index.ts'

/** What the library takes for an option. Its types say the same, but a program in JavaScript has none. */
export interface LibraryShape {
  /** What to give, for the message that refuses a value. */
  readonly form: string
  isValue(value: unknown): boolean
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isTexts = (value: unknown): boolean => isText(value) || (Array.isArray(value) && value.every(isText))
const isNumber = (value: unknown): boolean => typeof value === 'number'
const isPair = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every(isText)

export const textShape: LibraryShape = { form: 'a text', isValue: isText }

const isTokenSource = (value: unknown): boolean => isText(value) || typeof value === 'function'

export const tokenShape: LibraryShape = {
  form: 'a text, a function that returns one, or either by security scheme',
  isValue: (value) =>
    isTexts(value) || isTokenSource(value) || (isObject(value) && Object.values(value).every(isTokenSource)),
}

export const numberShape: LibraryShape = { form: 'a number', isValue: isNumber }

export const millisecondsShape: LibraryShape = { form: 'a number of milliseconds', isValue: isNumber }

export const bytesShape: LibraryShape = { form: 'a number of bytes', isValue: isNumber }

export const rateShape: LibraryShape = { form: 'a number of requests in a second', isValue: isNumber }

export const flagShape: LibraryShape = { form: 'true or false', isValue: (value) => typeof value === 'boolean' }

export const headersShape: LibraryShape = {
  form: "a list of pairs, such as [['Name', 'value']]",
  isValue: (value) => Array.isArray(value) && value.every(isPair),
}

export const parametersShape: LibraryShape = {
  form: 'an object that has a text, or a list of texts, for each name',
  isValue: (value) => isObject(value) && Object.values(value).every(isTexts),
}

export const contentShape: LibraryShape = {
  form: 'the content of the file, as a text or bytes',
  isValue: (value) => isText(value) || value instanceof Uint8Array,
}

export const baselineShape: LibraryShape = {
  form: 'what readBaseline returns',
  isValue: (value) => isObject(value) && Array.isArray(value.findings),
}

/** A list of what has a shape; without one, of anything. */
export const listShape = (item: LibraryShape | undefined): LibraryShape => ({
  form: item === undefined ? 'a list' : `a list; each item is ${item.form}`,
  isValue: (value) => Array.isArray(value) && (item === undefined || value.every((member) => item.isValue(member))),
})
