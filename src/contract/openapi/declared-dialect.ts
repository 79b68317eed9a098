import { isObject, type Json, property } from '../../json/index.ts'
import { ContractError } from '../model/index.ts'
import type { Dialect } from './dialect.ts'
import { openapi20 } from './openapi-2.0.ts'
import { openapi30 } from './openapi-3.0.ts'
import { openapi31 } from './openapi-3.1.ts'
import { openapi32 } from './openapi-3.2.ts'

const SUPPORTED = 'supported are swagger "2.0", openapi "3.0.x", "3.1.x" and "3.2.x"'

/** The dialect that a document declares, or undefined if it declares none that is supported. */
export function declaredDialect(document: Json): Dialect | undefined {
  if (!isObject(document)) return undefined
  if (property(document, 'swagger') === '2.0') return openapi20
  const version = property(document, 'openapi')
  if (typeof version !== 'string') return undefined
  if (/^3\.0\.\d+$/.test(version)) return openapi30
  if (/^3\.1\.\d+$/.test(version)) return openapi31
  return /^3\.2\.\d+$/.test(version) ? openapi32 : undefined
}

/** The dialect of a root document. Throws ContractError, which names the supported versions, if it has none. */
export function requireDialect(document: Json, file: string): Dialect {
  const dialect = declaredDialect(document)
  if (dialect) return dialect
  const name = ['openapi', 'swagger'].find((key) => isObject(document) && Object.hasOwn(document, key))
  if (!isObject(document) || name === undefined) {
    throw new ContractError(`no OpenAPI document: it names no version; ${SUPPORTED}`, { file })
  }
  const version = property(document, name)
  const advice = typeof version === 'number' ? 'write it in quotes, in full' : SUPPORTED
  throw new ContractError(`${name} ${JSON.stringify(version)} is no version that is supported; ${advice}`, {
    file,
    pointer: `/${name}`,
  })
}
