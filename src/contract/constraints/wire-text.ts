import { bodyKindOf, concreteMediaType, isJsonMediaType } from '../../http/index.ts'
import type { MediaType, Parameter } from '../model/index.ts'

/** What is text on the wire, which tells no types apart: by the tokens of an instance's pointer. */
export interface WireText {
  isText(tokens: readonly string[]): boolean
  /** A list, whatever stands there, since one item is a list as well; and an empty one is as if there were none. */
  isList(tokens: readonly string[]): boolean
  /** A form, which is an object whatever it holds. */
  isForm(tokens: readonly string[]): boolean
}

const no = (): boolean => false

/** JSON, in which types are told apart. */
export const TYPED: WireText = { isText: no, isList: no, isForm: no }

/** A parameter or header: its items and properties are texts too, and what is within those is JSON. */
export function textOfParameter({
  contentType,
  style,
  explode,
}: Pick<Parameter, 'contentType'> & Partial<Pick<Parameter, 'style' | 'explode'>>): WireText {
  if (contentType !== undefined && isJsonMediaType(contentType)) return TYPED
  // An object that is spread over the query or the cookies has no place of its own name.
  const isSpread = contentType === undefined && style === 'form' && explode === true
  return {
    isText: ({ length }) => length <= 1,
    isList: ({ length }) => length === 0,
    isForm: ({ length }) => length === 0 && isSpread,
  }
}

/** A body. Of forms, the properties are texts, the items of lists, and those of objects that are laid out by a style. */
export function textOfBody({ name, encoding }: MediaType): WireText {
  const kind = bodyKindOf(concreteMediaType(name))
  if (kind === 'text' || kind === 'binary') return { ...TYPED, isText: ({ length }) => length === 0 }
  if (kind !== 'form' && kind !== 'multipart') return TYPED
  const isJson = (property = ''): boolean => isJsonMediaType(encoding?.get(property)?.contentType ?? '')
  const isLaidOut = (property = ''): boolean => encoding?.get(property)?.layout !== undefined
  return {
    isText: ([property, item, ...rest]) =>
      property !== undefined &&
      !isJson(property) &&
      (item === undefined || (rest.length === 0 && (item === '*' || isLaidOut(property)))),
    isList: ({ length, 0: property }) => length === 1 && !isJson(property),
    isForm: ({ length }) => length === 0,
  }
}
