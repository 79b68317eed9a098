/** The characters of a token (RFC 9110, 5.6.2), such as the name of a header, as the source of a regular expression. */
export const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"

const WHOLE_TOKEN = new RegExp(`^${TOKEN}$`)

/** Whether a header can have this name (RFC 9110, 5.1). */
export const isFieldName = (text: string): boolean => WHOLE_TOKEN.test(text)

/** Whether a header can carry this text (RFC 9110, 5.5): Latin-1 without control characters, except the tab. */
export const isFieldValue = (text: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(text)
