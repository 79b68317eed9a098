import { isArray, isObject, type Json } from '../../src/json/index.ts'

/** A document that counts how often something in it is read. */
export function counted(document: Json): { readonly document: Json; readonly reads: () => number } {
  let reads = 0
  const proxies = new WeakMap<object, object>()
  const handler: ProxyHandler<object> = {
    get(target, name, receiver) {
      reads++
      return wrap(Reflect.get(target, name, receiver))
    },
    // Entries and copies come by here.
    getOwnPropertyDescriptor(target, name) {
      const descriptor = Reflect.getOwnPropertyDescriptor(target, name)
      return descriptor && 'value' in descriptor && descriptor.configurable
        ? { ...descriptor, value: wrap(descriptor.value) }
        : descriptor
    },
  }
  const wrap = (value: unknown): unknown => {
    if (!isObject(value) && !isArray(value)) return value
    const existing = proxies.get(value)
    if (existing) return existing
    // Lists of constants are read by way of sets.
    const isPlain = isArray(value) && value.every((item) => typeof item !== 'object')
    const proxy = isPlain ? value : new Proxy(value, handler)
    proxies.set(value, proxy)
    return proxy
  }
  return { document: wrap(document) as Json, reads: () => reads }
}
