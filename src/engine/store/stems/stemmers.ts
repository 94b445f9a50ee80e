import { stemmer as arabicNone } from '@orama/stemmers/russian'
