// A small map from the municipality's own areas: nothing is fetched from elsewhere.
(() => {
  const box = document.getElementById("map");
  if (!box || !window.L) return;
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const { areas, community, latitude, longitude, zoomIn, zoomOut } = box.dataset;
  fetch(areas).then((response) => (response.ok ? response.json() : Promise.reject(response))).then((collection) => {
    box.hidden = false;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const map = L.map(box, { attributionControl: false, zoomControl: false, scrollWheelZoom: false, zoomAnimation: !still, fadeAnimation: false });
    L.control.zoom({ zoomInTitle: zoomIn, zoomOutTitle: zoomOut }).addTo(map);
    const shapes = L.geoJSON(collection, {
      style: (area) => ({
        color: css("--line-strong"), weight: 1.5,
        fillColor: css("--brand"), fillOpacity: area.properties.code === community ? 0.3 : 0.08,
      }),
      onEachFeature: (area, layer) => layer.bindTooltip(area.properties.name),
    });
    const here = latitude && [Number(latitude), Number(longitude)];
    let own = null;
    shapes.eachLayer((layer) => { if (layer.feature.properties.code === community) own = layer; });
    if (here) {
      map.setView(here, 14);  // before the marker: Leaflet can't place one on a map without a view
      L.circleMarker(here, { radius: 9, weight: 3, color: css("--surface"), fillColor: css("--late"), fillOpacity: 1 }).addTo(map);
    } else {
      map.fitBounds((own ?? shapes).getBounds(), { padding: [24, 24] });
    }
    shapes.addTo(map).bringToBack();
  }).catch(() => { box.hidden = true; });
})();
