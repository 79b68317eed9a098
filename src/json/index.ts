export { codePointLength } from './code-points.ts'
export { areDistinct, canonicalText, DistinctItems } from './distinct-items.ts'
export { elide, grouped } from './elide.ts'
export { equal } from './equal.ts'
export {
  isArray,
  isJsonType,
  isObject,
  JSON_TYPES,
  type Json,
  type JsonDraft,
  type JsonObject,
  type JsonType,
  jsonIn,
  overlay,
  property,
  setProperty,
  typeOf,
  withoutProperty,
  withProperty,
} from './json.ts'
export {
  greater,
  integer,
  isInteger,
  isMultiple,
  isNear,
  isNumber,
  type JsonNumber,
  lesser,
  multipleFrom,
  multipleUpTo,
  negated,
  numberOf,
  plus,
} from './json-number.ts'
export { JsonOffsets } from './json-offsets.ts'
export { jsonSize } from './json-size.ts'
export {
  appendToken,
  formatPointer,
  instancesAt,
  isTemplateOf,
  isWithin,
  lastToken,
  type Pointer,
  parentPointer,
  parsePointer,
  type Replacement,
  valueAt,
  withValueAt,
  withValuesAt,
} from './pointer.ts'
export { deeperThan, type Hazard, ORDINARY_DEPTH, scanHazards } from './scan.ts'
export { endOfString } from './tokens-of.ts'
export { hasExact, inDoubles, parseJson, printJson, roundedJson, withDoubles, writeJson } from './write-json.ts'
