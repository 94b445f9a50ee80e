import type { AnyContractRouter } from '@orpc/contract'
import { OpenAPIGenerator } from '@orpc/openapi'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'

/** The OpenAPI 3.1 document of a contract, as served at `/api/openapi.json`. */
export async function createApiDocument(contract: AnyContractRouter, version: string) {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return generator.generate(contract, {
    info: {
      title: 'Diwan',
      version,
      description:
        'Everything that Diwan does on this machine, for programs. Send the token of the data folder’s lock file as ' +
        '`Authorization: Bearer …`. Streams are server-sent events. An error answers with its code, message and data.',
    },
    servers: [{ url: '/api' }],
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  })
}

export type ApiDocument = Awaited<ReturnType<typeof createApiDocument>>
