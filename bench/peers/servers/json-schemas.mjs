/** The schemas of `shop/openapi.yaml`. */
export const status = {
  type: 'object',
  required: ['status'],
  properties: { status: { type: 'string', enum: ['open', 'closed'] } },
};

export const petStatus = { type: 'string', enum: ['available', 'pending', 'sold'] };

export const tags = { type: 'array', maxItems: 10, items: { type: 'string', minLength: 1, maxLength: 30 } };

const properties = {
  name: { type: 'string', minLength: 1, maxLength: 60 },
  species: { type: 'string', enum: ['dog', 'cat', 'bird'] },
  status: petStatus,
  weight: { type: 'number', exclusiveMinimum: 0, maximum: 200 },
  vaccinated: { type: 'boolean' },
  ownerId: { type: 'string', format: 'uuid' },
  tags,
  contact: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'email'],
    properties: { name: { type: 'string', minLength: 1, maxLength: 60 }, email: { type: 'string', format: 'email' } },
  },
  notes: { type: 'string', maxLength: 500 },
};
const required = ['name', 'species', 'status', 'weight', 'vaccinated', 'ownerId', 'tags'];

export const newPet = { type: 'object', additionalProperties: false, required, properties };

export const pet = {
  type: 'object',
  required: ['id', ...required, 'updatedAt'],
  properties: {
    id: { type: 'integer', minimum: 1 },
    ...properties,
    updatedAt: { type: 'string', format: 'date-time' },
  },
};
