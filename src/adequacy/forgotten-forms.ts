import { isSchemaConstraint, placeLabel, type SchemaConstraint } from '../contract/constraints/index.ts'
import {
  codePointLength,
  instancesAt,
  isArray,
  isObject,
  type Json,
  type Pointer,
  parentPointer,
} from '../json/index.ts'
import type { OperationJudge } from '../judging/messages/index.ts'
import { namedProperties } from './named-properties.ts'

/** A form of a property that programs forget: absent, empty, or as long as it may be. */
export interface ForgottenForm {
  readonly name: string
  readonly constraint: SchemaConstraint
  readonly pointer: Pointer
  /** Whether a body has the property in that form. */
  readonly isIn: (body: Json) => boolean
}

/** The legal forms that programs forget, for each named property of a body. */
export function forgottenForms(judge: OperationJudge, label: string): ForgottenForm[] {
  return [...namedProperties(judge, label)].flatMap(([pointer, constraint]) => {
    const absent: ForgottenForm = {
      name: 'absent',
      constraint,
      pointer,
      isIn: (body) =>
        instancesAt(body, parentPointer(pointer)).filter(isObject).length > instancesAt(body, pointer).length,
    }
    const extremes = extremesOf(judge, label, pointer).map(({ name, holds }) => ({
      name,
      constraint,
      pointer,
      isIn: (body: Json) => instancesAt(body, pointer).some(holds),
    }))
    return isOptional(judge, label, pointer) ? [absent, ...extremes] : extremes
  })
}

/** A value that is as small or as large as it may be. */
export interface Extreme {
  readonly name: string
  readonly holds: (value: Json) => boolean
}

/** Whether a value may be empty, and whether it has a greatest length. */
export function extremesOf({ constraints }: OperationJudge, label: string, pointer: Pointer): Extreme[] {
  const ofPlace = constraints
    .filter(isSchemaConstraint)
    .filter((constraint) => placeLabel(constraint.place) === label && constraint.pointer === pointer)
  const hasLeast = ofPlace.some(({ kind, value }) => /^min(?:Length|Items|Properties)$/.test(kind) && Number(value) > 0)
  const isListed = ofPlace.some(({ kind }) => LISTING.has(kind))
  const hasSize = ofPlace.some(({ kind, value }) => kind === 'type' && isArray(value) && value.some(isSized))
  const isParameter = pointer === '' && label !== 'request.body'
  const longest = Number(ofPlace.find(({ kind }) => kind === 'maxLength')?.value ?? 0)
  return [
    ...(hasSize && !hasLeast && !isListed && !isParameter ? [{ name: 'empty', holds: isEmpty }] : []),
    ...(longest > 0 && !isListed ? [{ name: 'at its longest', holds: isOfLength(longest) }] : []),
  ]
}

/** Keywords that leave no room for an extreme of one's own. */
const LISTING: ReadonlySet<string> = new Set(['enum', 'const', 'required', 'format'])

const isSized = (type: Json): boolean => type === 'string' || type === 'array' || type === 'object'

const isOfLength =
  (length: number) =>
  (value: Json): boolean =>
    typeof value === 'string' && codePointLength(value) === length

const isEmpty = (value: Json): boolean =>
  value === '' || (isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0)

const isOptional = ({ constraints }: OperationJudge, label: string, pointer: Pointer): boolean =>
  !constraints.some(
    (constraint) =>
      constraint.kind === 'required' && placeLabel(constraint.place) === label && constraint.pointer === pointer,
  )
