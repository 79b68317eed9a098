export { codePointLength } from './code-points.ts'
export { equal } from './equal.ts'
export {
  isArray,
  isJsonType,
  isObject,
  JSON_TYPES,
  type Json,
  type JsonObject,
  type JsonType,
  overlay,
  property,
  typeOf,
  withoutProperty,
  withProperty,
} from './json.ts'
export {
  appendToken,
  formatPointer,
  instancesAt,
  lastToken,
  type Pointer,
  parentPointer,
  parsePointer,
  valueAt,
  withValueAt,
} from './pointer.ts'
export { deeperThan, type Hazard, ORDINARY_DEPTH, scanHazards } from './scan.ts'
