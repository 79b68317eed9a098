export { byteRedactor, redactor, secretsOf } from './credentials.ts'
export { proxyFor } from './proxy.ts'
export { createTransport, type TransportOptions } from './undici-transport.ts'
