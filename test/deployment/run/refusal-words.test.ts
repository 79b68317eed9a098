import { describe, expect, it } from 'vitest'
import { refusalWords } from '../../../src/deployment/run/refusal-words.ts'
import type { Json } from '../../../src/json/index.ts'
import { bytes, responseOf } from '../../support/messages.ts'

describe('the words of a refusal', () => {
  it.each<[name: string, body: Json, words: string]>([
    ['a message', { message: 'no such author' }, 'no such author'],
    ['of the vendor', { error_code: 'FSS.1', error_msg: 'no such workflow' }, 'no such workflow'],
    ['of RFC 9457', { type: 'about:blank', title: 'Bad Request', detail: 'no such author' }, 'no such author'],
    ['a title alone', { type: 'about:blank', title: 'Bad Request', status: 400 }, 'Bad Request'],
    ['within an error', { error: { code: 7, message: 'no such author' } }, 'no such author'],
    [
      'FastAPI',
      {
        detail: [
          { loc: ['body', 'author'], msg: 'unknown', type: 'x' },
          { loc: ['query', 'a'], msg: 'too long' },
        ],
      },
      'body.author: unknown; query.a: too long',
    ],
    ['Django', { author: ['unknown'], name: ['too long', 'not valid'] }, 'author: unknown; name: too long; not valid'],
    ['a text', 'no such author', 'no such author'],
    ['lists of errors', { errors: [{ field: 'author', message: 'unknown' }] }, 'author: unknown'],
    ['nothing', {}, ''],
    ['line breaks', { message: 'a\n\n  b\tc' }, 'a b c'],
  ])('%s', (_, body, words) => {
    expect(refusalWords(responseOf(400, body))).toBe(words === '' ? '400' : `400 (${words})`)
  })

  it('are the text itself, or the title of a page', () => {
    expect(refusalWords(responseOf(400, bytes('not today'), [['content-type', 'text/plain']]))).toBe('400 (not today)')
    const page = bytes('<html><head><title>Not today</title></head><body><script>…</script></body></html>')
    expect(refusalWords(responseOf(400, page, [['content-type', 'text/html']]))).toBe('400 (Not today)')
    expect(refusalWords(responseOf(404, bytes(''), []))).toBe('404')
  })

  it('are short, however much there is and however deep', () => {
    const long = refusalWords(responseOf(400, { message: '😀'.repeat(5000) }))
    expect([...long].length).toBeLessThan(220)
    let deep: Json = 'x'
    for (let depth = 0; depth < 200; depth++) deep = { [`n${depth}`]: deep }
    expect(refusalWords(responseOf(400, deep)).length).toBeLessThan(220)
  })
})
