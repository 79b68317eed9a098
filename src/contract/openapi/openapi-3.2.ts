import type { Dialect } from './dialect.ts'
import { openapi31, withoutNullable } from './openapi-3.1.ts'

export const openapi32: Dialect = { ...openapi31, version: '3.2', hasFieldsOf32: true, keywords: withoutNullable }
