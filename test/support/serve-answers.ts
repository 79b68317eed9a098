import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { type Answer, type Received, written } from '../../fixtures/deployments/index.ts'
import { listen } from '../deployment/run/servers.ts'

/** Serves what answers on a free loopback port until the test ends, endlessly if it is asked to. Gives its origin. */
export async function serveAnswers(
  behaviour: { answer(request: Received): readonly [Answer, ...unknown[]] },
  isEndless = false,
) {
  const server = createServer((request, response) => {
    void buffer(request).then((bytes) => {
      const { method = '', url: target = '', headers } = request
      const [answer] = behaviour.answer({ method, target, headers, bytes, isWhole: true })
      const { status, headers: fields, bytes: body } = written(answer)
      if (!isEndless || status >= 400) {
        response.writeHead(status, fields).end(body)
        return
      }
      response.writeHead(status, { 'content-type': fields['content-type'] })
      const write = (): void => {
        while (!response.destroyed && response.write(body));
      }
      response.on('drain', write)
      write()
    })
  })
  return `http://127.0.0.1:${await listen(server)}`
}
