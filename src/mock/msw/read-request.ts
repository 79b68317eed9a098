import type { HttpRequest } from '../../http/index.ts'

/** A request of the platform as its handler sees it: the URL is normalised by then, and headers are joined by name. */
export async function readRequest(request: Request, target: string): Promise<HttpRequest> {
  const body = new Uint8Array(await request.arrayBuffer())
  return { method: request.method, target, headers: [...request.headers], ...(body.length > 0 && { body }) }
}
