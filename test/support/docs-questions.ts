/**
 * Questions a person would ask of the documentation in `../shared/data/docs-tree`, written while reading it, each with the
 * file and a phrase that a right answer quotes. `tune` may be looked at while ranking is worked on; `apart` may not.
 */
export type DocsQuestion = { question: string; document: string; phrase: string; set: 'tune' | 'apart' }

const tune: [question: string, document: string, phrase: string][] = [
  [
    'How do I add a custom recognizer?',
    'analyzer/adding_recognizers.md',
    'Add the new recognizer to the recognizer registry|registry\\.add_recognizer\\(|Add it to the recognizer registry',
  ],
  ['Which Python versions are supported?', 'installation.md', '3\\.12'],
  ['Who owns and maintains Presidio?', 'faq.md', 'community-governed open source project'],
  ['What is pseudonymization?', 'faq.md', 'replaced with fake data in a reversible way'],
  ['How can I avoid false positives?', 'faq.md', 'acceptance threshold'],
  ['Does Presidio support Stanza?', 'faq.md', 'We also support Stanza'],
  ['How do I install Presidio with transformers?', 'installation.md', 'presidio_analyzer\\[transformers\\]'],
  ['Which port does the anonymizer container use by default?', 'installation.md', '5001:3000'],
  ['What happens when PII entities overlap?', 'anonymizer/index.md', 'higher score will be taken|larger text'],
  ['How large must the salt of the hash operator be?', 'anonymizer/index.md', '128 bits'],
  ['What is the default anonymization operator?', 'anonymizer/index.md', 'operator is "replace"'],
  [
    'How do I load only recognizers for some countries?',
    'analyzer/filtering_by_country.md',
    'countries=\\["us", "uk"\\]|countries argument',
  ],
  [
    'What should I do about CUDA out of memory errors?',
    'analyzer/nlp_engines/gpu_usage.md',
    'smaller transformer model',
  ],
  ['Is there authentication on the API endpoints?', 'faq.md', 'do not include built-in authentication'],
  [
    'How can I decrypt an encrypted entity?',
    '12_encryption.md|anonymizer/index.md',
    'Decrypt\\(\\)|DeanonymizeEngine\\(',
  ],
  ['What does COUNTRY_CODE do?', 'analyzer/filtering_by_country.md', 'COUNTRY_CODE'],
  ['Where are container images published?', 'build_release.md|installation.md', 'GitHub Container Registry'],
  ['Can I redact PII in images?', 'installation.md|image-redactor/index.md|faq.md', 'presidio-image-redactor|image'],
  ['How do I report a security vulnerability?', 'faq.md|community.md', 'security information|SECURITY'],
  ['How do I start using Presidio?', 'faq.md', 'installation docs'],
  ['What is an ad-hoc recognizer?', 'adding_recognizers.md|09_ad_hoc.md', 'ad-hoc'],
  [
    'How do I load recognizers from a YAML file?',
    'adding_recognizers.md|recognizer_registry_provider.md|08_no_code.md',
    'RecognizerRegistryProvider|add_recognizers_from_yaml|loaded from a YAML file',
  ],
  ['What is a remote recognizer?', 'adding_recognizers.md', 'interacting with an external service'],
  ['How do I run the anonymizer as an HTTP server with Docker?', 'anonymizer/index.md|installation.md', 'docker run'],
  ['What is the Presidio research repository for?', 'faq.md|evaluation/index.md|index.md', 'evaluat'],
  ['How do I build Presidio from source?', 'installation.md', 'docker-compose up --build|clone the repo'],
  ['Which OCR engine does the image redactor use?', 'installation.md|image-redactor/index.md', 'Tesseract'],
  ['Why was Presidio created?', 'faq.md', 'preserve privacy in a simpler way'],
  ['How does PyPI publishing authenticate without tokens?', 'build_release.md', 'OIDC'],
  ['How do I change regex flags for all recognizers?', 'adding_recognizers.md', 'global_regex_flags'],
  ['Does Presidio fall back to the CPU?', 'gpu_usage.md', 'automatically uses CPU|silently fall back to CPU'],
  [
    'What does the mask operator do?',
    'anonymizer/index.md|getting_started|adding_operators.md',
    'Replace the PII with a given character|mask',
  ],
  ['Can Presidio work on tabular data?', 'faq.md|structured/index.md', 'tabular|semi-structured'],
  [
    'How do I keep the same hash for the same value?',
    'anonymizer/index.md',
    'consistent salt|explicitly provide a salt',
  ],
]

const apart: [question: string, document: string, phrase: string][] = [
  ['How do I deploy Presidio to Kubernetes?', 'k8s/index.md', 'kubectl|helm|KIND'],
  ['Which Kubernetes version is needed?', 'k8s/index.md', '1\\.18\\+'],
  ['What is GLiNER?', 'gliner.md', 'Named Entity Recognition \\(NER\\) model'],
  ['How do I install GLiNER for Presidio?', 'gliner.md', "pip install 'presidio-analyzer\\[gliner\\]'"],
  ['How do I install poetry?', 'development.md', 'pip install poetry'],
  ['How do I run all tests?', 'development.md', 'poetry run pytest'],
  ['What is an allow list?', 'concepts.md|13_allow_list.md', 'should not be identified as PII|allow'],
  ['How often does the Grafana dashboard refresh?', 'redacting-telemetry/index.md', '5 seconds'],
  ['What is a custom recognizer?', 'concepts.md', 'added by the user'],
  ['Which Databricks runtime does the Spark sample work with?', 'spark/index.md', '8\\.1'],
  ['What are the benefits of surrogation?', 'ahds_integration.md', 'Data Utility|Format Preservation'],
  ['Which environment variable holds the AHDS endpoint?', 'ahds', 'AHDS_ENDPOINT'],
  ['How are ground truth labels stored for DICOM evaluation?', 'evaluating_dicom_redaction.md', '\\.json files'],
  [
    'How do I install the presidio-structured package?',
    'structured/index.md|getting_started_structured.md',
    'pip install "?presidio-structured',
  ],
  ['How many languages can each recognizer support?', 'languages.md', 'support one language'],
  ['What does the LemmaContextAwareEnhancer do?', '06_context.md|context', 'enhance score|context-aware|context aware'],
]

const prepare =
  (set: DocsQuestion['set']) =>
  ([question, document, phrase]: [string, string, string]): DocsQuestion => ({ question, document, phrase, set })

export const docsQuestions: DocsQuestion[] = [...tune.map(prepare('tune')), ...apart.map(prepare('apart'))]
