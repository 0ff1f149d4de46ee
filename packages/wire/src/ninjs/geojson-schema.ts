/** The schema of ninjs points to the one of GeoJSON (RFC 7946) by address. This is the part that it needs. */
export const GEOJSON_SCHEMA = {
  $id: 'https://geojson.org/schema/GeoJSON.json',
  $defs: {
    position: { type: 'array', items: { type: 'number' }, minItems: 2 },
    line: { type: 'array', items: { $ref: '#/$defs/position' }, minItems: 2 },
    ring: { type: 'array', items: { $ref: '#/$defs/position' }, minItems: 4 },
    polygon: { type: 'array', items: { $ref: '#/$defs/ring' } },
    geometry: {
      type: 'object',
      oneOf: [
        describeGeometry('Point', { $ref: '#/$defs/position' }),
        describeGeometry('MultiPoint', { type: 'array', items: { $ref: '#/$defs/position' } }),
        describeGeometry('LineString', { $ref: '#/$defs/line' }),
        describeGeometry('MultiLineString', { type: 'array', items: { $ref: '#/$defs/line' } }),
        describeGeometry('Polygon', { $ref: '#/$defs/polygon' }),
        describeGeometry('MultiPolygon', { type: 'array', items: { $ref: '#/$defs/polygon' } }),
        {
          required: ['type', 'geometries'],
          properties: {
            type: { const: 'GeometryCollection' },
            geometries: { type: 'array', items: { $ref: '#/$defs/geometry' } },
          },
        },
      ],
    },
    feature: {
      type: 'object',
      required: ['type', 'properties', 'geometry'],
      properties: {
        type: { const: 'Feature' },
        properties: { type: ['object', 'null'] },
        geometry: { oneOf: [{ type: 'null' }, { $ref: '#/$defs/geometry' }] },
      },
    },
  },
  oneOf: [
    { $ref: '#/$defs/geometry' },
    { $ref: '#/$defs/feature' },
    {
      type: 'object',
      required: ['type', 'features'],
      properties: {
        type: { const: 'FeatureCollection' },
        features: { type: 'array', items: { $ref: '#/$defs/feature' } },
      },
    },
  ],
} as const;

function describeGeometry(type: string, coordinates: Readonly<Record<string, unknown>>) {
  return { required: ['type', 'coordinates'], properties: { type: { const: type }, coordinates } } as const;
}
