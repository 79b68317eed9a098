import { isObject } from '../../json/index.ts'
import type { Advisory, PlatformAnswer } from '../model/index.ts'
import type { ApiDocument } from './api-document.ts'
import { child, type DocumentNode, items, text, texts } from './document-node.ts'

/** `x-advisories` of a response. */
export function readAdvisories(document: ApiDocument, response: DocumentNode): Advisory[] {
  requireList(document, response, 'x-advisories')
  return items(response, 'x-advisories').map((advisory, index): Advisory => {
    const name = text(advisory, 'name') ?? String(index + 1)
    const message = text(advisory, 'message')
    const schema = child(advisory, 'schema')
    const order = texts(advisory, 'order')
    const { source } = advisory
    if (message !== undefined && schema !== undefined && order === undefined)
      return { kind: 'schema', name, message, schema: document.schemas.at(schema), source }
    if (message !== undefined && schema === undefined && order !== undefined && order.length > 1)
      return { kind: 'order', name, message, properties: order, source }
    const expected = '`message` and either `schema` or `order`, a list of two or more property names'
    throw document.files.error(`an advisory needs ${expected}`, source)
  })
}

/** `x-platform-answers` of an operation. */
export function readPlatformAnswers(document: ApiDocument, operation: DocumentNode): PlatformAnswer[] {
  requireList(document, operation, 'x-platform-answers')
  return items(operation, 'x-platform-answers').map((answer) => {
    const status = child(answer, 'status')?.value
    const code = text(answer, 'code')
    const meaning = text(answer, 'meaning')
    if (!isObject(answer.value) || !isStatus(status) || code === undefined || meaning === undefined) {
      const expected = '`status` (100 to 599), `code` and `meaning` (strings)'
      throw document.files.error(`an answer of the platform needs ${expected}`, answer.source)
    }
    return { status, code, meaning }
  })
}

const isStatus = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 100 && value <= 599

function requireList({ files }: ApiDocument, node: DocumentNode, name: string): void {
  const list = child(node, name)
  if (list && !Array.isArray(list.value)) throw files.error(`${name} is a list; write a dash before each`, list.source)
}
