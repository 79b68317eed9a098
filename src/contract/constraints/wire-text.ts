import { bodyKindOf, concreteMediaType, type Framing, framingOf, isJsonMediaType } from '../../http/index.ts'
import type { Keyword, MediaType, Parameter, PartOrder } from '../model/index.ts'

/** What is text on the wire, which tells no types apart: by the tokens of an instance's pointer. */
export interface WireText {
  isText(tokens: readonly string[]): boolean
  /** A list, whatever stands there, since one item is a list as well; and an empty one is as if there were none. */
  isList(tokens: readonly string[]): boolean
  /** A form, which is an object whatever it holds. */
  isForm(tokens: readonly string[]): boolean
  /** Why nothing on the wire can break a keyword there, or undefined if something can. */
  keeps?(kind: Keyword, tokens: readonly string[]): string | undefined
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
  const isSpread = contentType === undefined && (style === 'form' || style === 'cookie') && explode === true
  return {
    isText: ({ length }) => length <= 1,
    isList: ({ length }) => length === 0,
    isForm: ({ length }) => length === 0 && isSpread,
  }
}

/** A list of items is one whatever it holds; events are objects whose fields have their types. */
function textOfSequence(framing: Framing): WireText {
  const isEvents = framing === 'events'
  const fields: readonly string[] = ['event', 'data', 'id']
  return {
    ...TYPED,
    isText: ([item, field = '', ...rest]) =>
      isEvents && item !== undefined && rest.length === 0 && fields.includes(field),
    keeps(kind, tokens) {
      const [, field, ...rest] = tokens
      if (kind === 'type' && tokens.length === 0) return 'every sequence is a list'
      if (!isEvents || rest.length > 0) return undefined
      if (kind === 'type' && tokens.length === 1) return 'every event is an object'
      if (kind === 'type' && field === 'retry') return 'what is no integer is not read'
      if (kind === 'required' && field === 'data') return 'an event without data is none'
      const forbids = kind === 'additionalProperties' || kind === 'unevaluatedProperties'
      return forbids && tokens.length === 1 ? 'fields of other names are not read' : undefined
    },
  }
}

/** Whether an item is a part of text, as its media type says. */
const isTextPart =
  ({ prefix, rest }: PartOrder): WireText['isText'] =>
  ([item, ...below]) => {
    if (item === undefined || below.length > 0) return false
    const { contentType } = prefix[item === '*' ? prefix.length : Number(item)] ?? rest ?? {}
    const [first] = contentType?.split(',') ?? []
    return first !== undefined && /^(?:text|binary)$/.test(bodyKindOf(concreteMediaType(first.trim())))
  }

/** A body. Of forms, the properties are texts, the items of lists, and those of objects that are laid out by a style. */
export function textOfBody({ name, encoding, order }: MediaType): WireText {
  const framing = order && framingOf(name)
  if (framing) return { ...textOfSequence(framing), ...(framing === 'parts' && { isText: isTextPart(order) }) }
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
