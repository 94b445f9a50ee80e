import { type Reader, ReadRefusal } from './reader.ts'
export const readPdf: Reader = async () => {
  throw new ReadRefusal('FILE_DAMAGED', 'later')
}
