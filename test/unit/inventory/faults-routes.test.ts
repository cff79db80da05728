import { club, inClub, itRefuses, shapeRemedy } from './refusals.ts';

itRefuses([
  {
    title: 'a route without permission',
    edits: [inClub("      permission: ['DESK', 'LIBRARIAN'],\n", '')],
    faults: [
      {
        file: club,
        field: 'routes.readClub.permission',
        message: 'Nobody is said to be allowed to call it.',
        remedy: shapeRemedy,
      },
    ],
  },
  {
    title: 'a route that would let a fixed secret read',
    edits: [
      inClub(
        "      permission: ['DESK', 'LIBRARIAN'],",
        "      permission: ['ILS'], clients: true,",
      ),
    ],
    faults: [
      {
        file: club,
        field: 'routes.readClub.clients',
        message: 'A fixed secret would open more than the intake of a library system.',
        remedy: "Only a POST for ['ILS'] whose items carry their OWN_IDS may be opened to clients.",
      },
      {
        file: club,
        field: 'routes.readClub.clients',
        message: 'Its function read does not know clients.',
        remedy: "Add 'clients.gate' to requires of the function, and pass it to httpFunction.",
      },
    ],
  },
  {
    title: 'a route whose list of callers is empty',
    edits: [inClub("['DESK', 'LIBRARIAN']", '[]')],
    faults: [
      {
        file: club,
        field: 'routes.readClub.permission',
        message: 'Nobody is said to be allowed to call it.',
        remedy: shapeRemedy,
      },
    ],
  },
  {
    title: 'a route without responses',
    edits: [inClub('      responses: { 200: Club },\n', '')],
    faults: [
      {
        file: club,
        field: 'routes.readClub.responses',
        message: 'No response is described.',
        remedy: shapeRemedy,
      },
    ],
  },
  {
    title: 'a response that is not a schema',
    edits: [inClub('responses: { 200: Club }', "responses: { 200: 'Club' }")],
    faults: [
      {
        file: club,
        field: 'routes.readClub.responses.200',
        message: 'Expected a Zod schema.',
        remedy: shapeRemedy,
      },
    ],
  },
  {
    title: 'a route without success response',
    edits: [inClub('responses: { 200: Club }', 'responses: { 404: Club }')],
    faults: [
      {
        file: club,
        field: 'routes.readClub.responses',
        message: 'No success response is described.',
        remedy:
          'Add its status with the schema of its body, or null when it has none: {200: Loan}.',
      },
    ],
  },
  {
    title: 'a POST that does not say what its repetition does',
    edits: [inClub('      idempotencyKey: true,\n', '')],
    faults: [
      {
        file: club,
        field: 'routes.createClub.idempotencyKey',
        message: 'Nothing says what happens when this POST is repeated.',
        remedy:
          "Set idempotencyKey: true, or repeatable: 'OWN_IDS' | 'READS_ONLY' | 'SAME_STATE', one of them.",
      },
    ],
  },
  {
    title: 'a POST that says it twice',
    edits: [inClub('idempotencyKey: true,', "idempotencyKey: true, repeatable: 'OWN_IDS',")],
    faults: [
      {
        file: club,
        field: 'routes.createClub.idempotencyKey',
        message: 'It has an idempotency key and is called repeatable without one.',
        remedy:
          "Set idempotencyKey: true, or repeatable: 'OWN_IDS' | 'READS_ONLY' | 'SAME_STATE', one of them.",
      },
    ],
  },
  {
    title: 'path parameters that the schema does not know',
    edits: [inClub('/v1/clubs/{clubRef}', '/v1/clubs/{club}')],
    faults: [
      {
        file: club,
        field: 'routes.readClub.parameters',
        message: 'The path has club, the schema has clubRef.',
        remedy: 'Give parameters exactly the names in braces of the path.',
      },
    ],
  },
]);
