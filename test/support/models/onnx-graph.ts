import { bytesField, floatField, integerField } from './protobuf.ts'

/** How weights are stored; a graph works in 32-bit floats whatever they are stored as. */
export type Precision = 'fp32' | 'fp16' | 'int8'

/** A dimension by number, or by name where it may differ from call to call. */
type Shape = readonly (number | string)[]

/** Numbers of a node's attributes: an array is a list of whole numbers. */
type Attributes = Readonly<Record<string, { integer: number } | { float: number } | { integers: readonly number[] }>>

export type OnnxGraph = {
  input(name: string, shape: Shape): string
  output(name: string, shape: Shape): void
  /** A matrix of learned numbers, stored as `precision` says. */
  weight(dimensions: readonly number[], values: Float32Array): string
  float(value: number): string
  integers(values: readonly number[]): string
  integer(value: number): string
  /** Adds an operator with one output, and answers with that output's name. */
  add(operator: string, inputs: readonly string[], attributes?: Attributes): string
  /** Adds an operator whose output is called `name`. */
  addNamed(name: string, operator: string, inputs: readonly string[]): void
  encode(): Buffer
}

const elementTypes = { float: 1, int8: 3, int64: 7, float16: 10 } as const
const attributeTypes = { float: 1, integer: 2, integers: 7 } as const
const operatorSet = 20
const intermediateRepresentation = 9

/** A graph of ONNX operators, and its file (`onnx.proto3`): what an exported model is, made without any framework. */
export function createOnnxGraph(precision: Precision): OnnxGraph {
  const nodes: Buffer[] = []
  const tensors: Buffer[] = []
  const inputs: Buffer[] = []
  const outputs: Buffer[] = []
  let names = 0
  const newName = () => `v${names++}`

  function addNode(operator: string, from: readonly string[], to: string, attributes: Attributes = {}): void {
    const fields = [
      ...from.map((name) => bytesField(1, name)),
      bytesField(2, to),
      bytesField(3, `${operator}_${to}`),
      bytesField(4, operator),
      ...Object.entries(attributes).map(([name, value]) => bytesField(5, encodeAttribute(name, value))),
    ]
    nodes.push(bytesField(1, Buffer.concat(fields)))
  }

  function addTensor(type: keyof typeof elementTypes, dimensions: readonly number[], data: Uint8Array): string {
    const name = newName()
    const fields = [
      ...dimensions.map((dimension) => integerField(1, dimension)),
      integerField(2, elementTypes[type]),
      bytesField(8, name),
      bytesField(9, data),
    ]
    tensors.push(bytesField(5, Buffer.concat(fields)))
    return name
  }

  function add(operator: string, from: readonly string[], attributes: Attributes = {}): string {
    const name = newName()
    addNode(operator, from, name, attributes)
    return name
  }

  const addFloats = (dimensions: readonly number[], values: Float32Array) =>
    addTensor('float', dimensions, bytesOf(values))
  const addIntegers = (dimensions: readonly number[], values: readonly number[]) =>
    addTensor('int64', dimensions, bytesOf(BigInt64Array.from(values, BigInt)))

  return {
    add,
    addNamed: (name, operator, from) => addNode(operator, from, name),
    input(name, shape) {
      inputs.push(bytesField(11, encodeValue(name, 'int64', shape)))
      return name
    },
    output(name, shape) {
      outputs.push(bytesField(12, encodeValue(name, 'float', shape)))
    },
    weight(dimensions, values) {
      if (precision === 'fp16') {
        const halves = addTensor('float16', dimensions, bytesOf(Float16Array.from(values)))
        return add('Cast', [halves], { to: { integer: elementTypes.float } })
      }
      if (precision === 'int8') {
        const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-9) / 127
        const bytes = addTensor(
          'int8',
          dimensions,
          bytesOf(Int8Array.from(values, (value) => Math.round(value / scale))),
        )
        return add('DequantizeLinear', [bytes, addFloats([], Float32Array.of(scale))])
      }
      return addFloats(dimensions, values)
    },
    float: (value) => addFloats([], Float32Array.of(value)),
    integers: (values) => addIntegers([values.length], values),
    integer: (value) => addIntegers([], [value]),
    encode() {
      const graph = Buffer.concat([...nodes, bytesField(2, 'made-by-tests'), ...tensors, ...inputs, ...outputs])
      return Buffer.concat([
        integerField(1, intermediateRepresentation),
        bytesField(2, 'diwan-tests'),
        bytesField(7, graph),
        bytesField(8, integerField(2, operatorSet)),
      ])
    },
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) => new Uint8Array(buffer, byteOffset, byteLength)

function encodeAttribute(name: string, value: Attributes[string]): Buffer {
  const fields = [bytesField(1, name)]
  if ('float' in value) fields.push(floatField(2, value.float), integerField(20, attributeTypes.float))
  if ('integer' in value) fields.push(integerField(3, value.integer), integerField(20, attributeTypes.integer))
  if ('integers' in value) {
    fields.push(...value.integers.map((each) => integerField(8, each)), integerField(20, attributeTypes.integers))
  }
  return Buffer.concat(fields)
}

function encodeValue(name: string, type: keyof typeof elementTypes, shape: Shape): Buffer {
  const dimensions = shape.map((size) =>
    bytesField(1, typeof size === 'number' ? integerField(1, size) : bytesField(2, size)),
  )
  const tensor = Buffer.concat([integerField(1, elementTypes[type]), bytesField(2, Buffer.concat(dimensions))])
  return Buffer.concat([bytesField(1, name), bytesField(2, bytesField(1, tensor))])
}
