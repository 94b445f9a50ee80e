import type { StreamPart, ToolDefinition } from '../language-model.ts'

/**
 * A tool that has to be called: the answer is held to `{"tool": NAME, "input": …}`, because the layouts of models leave it
 * to them whether they call any.
 */
export function forcedCallSchema(tools: readonly ToolDefinition[]): Record<string, unknown> {
  return {
    oneOf: tools.map(({ name, schema }) => ({
      type: 'object',
      properties: { tool: { const: name }, input: schema },
      required: ['tool', 'input'],
    })),
  }
}

export function forcedCallText(tools: readonly ToolDefinition[]): string {
  const list = tools.map(({ name, description, schema }) => `- ${name}: ${description} ${JSON.stringify(schema)}`)
  return `Answer by calling one of these tools, as JSON {"tool": name, "input": input}:\n${list.join('\n')}`
}

/** The parts of the call that the text asks for; none for a text that was cut off. */
export function forcedCallParts(text: string): StreamPart[] {
  let call: { tool: string; input: unknown }
  try {
    call = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
  const id = `call_${crypto.randomUUID()}`
  const input = JSON.stringify(call.input)
  return [
    { type: 'tool-call-start', id, name: call.tool },
    { type: 'tool-call-delta', id, text: input },
    { type: 'tool-call-end', id, name: call.tool, input },
  ]
}
