import { type Json, writeJson } from '../../json/index.ts'
import type { Contract } from '../model/index.ts'
import { buildContract } from './build-contract.ts'
import { requireDialect } from './declared-dialect.ts'
import { FileSet } from './file-set.ts'

/**
 * The contract of an OpenAPI 2.0, 3.0, 3.1 or 3.2 document that is parsed already and in one file, wherever JavaScript runs.
 * The document is not checked: `loadContract` does that. The contract knows no lines and, unless it is given, no digest.
 * Throws ContractError for a value that is no OpenAPI document, and for a part that cannot be understood.
 *
 * @param file what messages call the document
 */
export function contractOf(document: Json, file = 'openapi.json', digest = ''): Contract {
  const url = new URL(file, 'file:///').href
  const root = { name: file, url, base: url, text: writeJson(document), value: document }
  return buildContract(new FileSet(root, requireDialect(document, file)), digest)
}
