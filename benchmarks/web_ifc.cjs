// Opens a model with web-ifc and streams all meshes, triangles and vertices copied out, as a viewer needs them:
// node web_ifc.cjs LIBRARY MODEL. Prints one line of JSON: seconds, counts, peak memory.
"use strict";
const fs = require("node:fs");
const [library, file] = process.argv.slice(2);
const webIfc = require(library);

function peakMegabytes() {
  try {
    const line = /VmHWM:\s+(\d+)/.exec(fs.readFileSync("/proc/self/status", "ascii"));
    return (Number(line[1]) * 1024) / 1e6;
  } catch {
    return (process.resourceUsage().maxRSS * 1024) / 1e6;
  }
}

// What several elements share is copied once.
function shapeOf(api, model, id, shapes) {
  const known = shapes.get(id);
  if (known !== undefined) return known;
  const geometry = api.GetGeometry(model, id);
  const shape = {
    vertices: api.GetVertexArray(geometry.GetVertexData(), geometry.GetVertexDataSize()),
    indices: api.GetIndexArray(geometry.GetIndexData(), geometry.GetIndexDataSize()),
  };
  geometry.delete();
  shapes.set(id, shape);
  return shape;
}

async function main() {
  const api = new webIfc.IfcAPI();
  await api.Init();
  api.SetLogLevel(webIfc.LogLevel.LOG_LEVEL_OFF);
  const begin = performance.now();
  const model = api.OpenModel(fs.readFileSync(file));
  const opened = performance.now();
  const elements = new Set();
  const shapes = new Map();
  const placed = [];
  let triangles = 0;
  api.StreamAllMeshes(model, (mesh) => {
    elements.add(mesh.expressID);
    for (let i = 0; i < mesh.geometries.size(); i++) {
      const one = mesh.geometries.get(i);
      placed.push([mesh.expressID, one.geometryExpressID, one.flatTransformation, one.color]);
      triangles += shapeOf(api, model, one.geometryExpressID, shapes).indices.length / 3;
    }
  });
  const done = performance.now();
  console.log(
    JSON.stringify({
      open: (opened - begin) / 1e3,
      geometry: (done - opened) / 1e3,
      elements: elements.size,
      triangles,
      peak_mb: peakMegabytes(),
    }),
  );
}

main().catch((error) => {
  console.error(String(error));
  process.exit(1);
});
