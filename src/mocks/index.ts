export { type BaseUrlOption, createHandlers, type HandlerOptions } from './create-handlers.ts'
