// A Fastify application, documented by @fastify/swagger: todos in lists, with a bearer token. `node fastify-app.mjs PORT`.
import bearer from '@fastify/bearer-auth'
import swagger from '@fastify/swagger'
import fastify from 'fastify'

const app = fastify({ logger: false })
const todos = new Map([1, 2, 3].map((id) => [id, { id, title: `Todo ${id}`, priority: 'low', done: false, tags: [] }]))

const fields = {
  title: { type: 'string', minLength: 1, maxLength: 50 },
  priority: { type: 'string', enum: ['low', 'normal', 'high'] },
  done: { type: 'boolean' },
  due: { type: 'string', format: 'date' },
  tags: { type: 'array', items: { type: 'string', maxLength: 10 }, maxItems: 4, uniqueItems: true },
}
const todo = { type: 'object', required: ['id', 'title'], properties: { id: { type: 'integer' }, ...fields } }
const failure = {
  type: 'object',
  required: ['message'],
  properties: { statusCode: { type: 'integer' }, error: { type: 'string' }, message: { type: 'string' } },
}
const body = { type: 'object', required: ['title'], additionalProperties: false, properties: fields }
const params = { type: 'object', required: ['id'], properties: { id: { type: 'integer', minimum: 1 } } }
const querystring = {
  type: 'object',
  properties: {
    priority: fields.priority,
    limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
    after: { type: 'string', format: 'date' },
  },
}
const security = [{ token: [] }]
const failures = { 400: failure, 401: failure, 404: failure }

await app.register(swagger, {
  openapi: {
    info: { title: 'Todos', version: '1.0.0' },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  },
})
app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
app.get('/state', { schema: { hide: true } }, () => Object.fromEntries(todos))

await app.register(async (routes) => {
  await routes.register(bearer, { keys: ['secret-token'] })
  const find = (request, reply) => {
    const stored = todos.get(request.params.id)
    if (stored === undefined) reply.code(404).send({ statusCode: 404, error: 'Not Found', message: 'no such todo' })
    return stored
  }
  routes.get(
    '/todos',
    { schema: { querystring, security, response: { 200: { type: 'array', items: todo }, ...failures } } },
    ({ query }) =>
      [...todos.values()]
        .filter(({ priority }) => query.priority === undefined || priority === query.priority)
        .slice(0, query.limit),
  )
  routes.post('/todos', { schema: { body, security, response: { 201: todo, ...failures } } }, (request, reply) => {
    const id = Math.max(0, ...todos.keys()) + 1
    todos.set(id, { id, ...request.body })
    return reply.code(201).header('location', `/todos/${id}`).send(todos.get(id))
  })
  routes.get('/todos/:id', { schema: { params, security, response: { 200: todo, ...failures } } }, (request, reply) =>
    find(request, reply),
  )
  routes.put(
    '/todos/:id',
    { schema: { params, body, security, response: { 200: todo, ...failures } } },
    (request, reply) => {
      if (find(request, reply) === undefined) return reply
      todos.set(request.params.id, { id: request.params.id, ...request.body })
      return todos.get(request.params.id)
    },
  )
  routes.delete(
    '/todos/:id',
    { schema: { params, security, response: { 204: { type: 'null' }, ...failures } } },
    (request, reply) => {
      if (find(request, reply) === undefined) return reply
      todos.delete(request.params.id)
      return reply.code(204).send()
    },
  )
})

await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) })
