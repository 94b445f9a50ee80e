type TextFile = { name: string; type: string; text: string }

/** Saves a text as a file where the browser or the person puts downloads. */
export function saveText({ name, type, text }: TextFile): void {
  const address = URL.createObjectURL(new Blob([`${text}\n`], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
