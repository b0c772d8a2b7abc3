"""Designs from which tests of rules start, with something of all that rules look at."""

from __future__ import annotations

ALBUM = """\
sbd: 1
name: photo-album
description: Makes a thumbnail of each upload
runtime: python3.13
deployment:
  type: Canary10Percent5Minutes
  hooks: {before: Check}

nodes:
  Uploads:
    type: bucket
  Resize:
    type: function
    description: Writes a thumbnail
    timeout: 30
    properties:
      Tracing: Active
  Check: {type: function}
  Thumbnails: {type: bucket}

  # what was made
  Index:
    type: table
    key: {partition: id, sort: taken}
  AlbumApi: {type: api}
  ListPhotos: {type: function, runtime: nodejs22.x}

edges:
  - {from: Uploads, to: Resize, kind: trigger, event: "s3:ObjectCreated:*", filter: {suffix: .jpg}}
  - {from: Resize, to: Thumbnails, kind: write}
  - {from: Resize, to: Index}
  - {from: AlbumApi, to: ListPhotos, method: GET, path: /photos}
  - {from: ListPhotos, to: Index, kind: read}
"""

SHOP = """\
sbd: 1
name: shop
deployment:
  type: AllAtOnce
  hooks:
    before: Audit
    after: Nobody
nodes:
  Orders: {type: queue, fifo: true, visibility: 20}
  News:
    type: topic
    fifo: true
  Work: {type: function, timeout: 60}
  Audit:
    type: function
  Later:
    type: function
    description: called by Audit alone
  Steps: {type: stateMachine}
  Clicks: {type: stream}
  Archive: {type: deliveryStream}
  Store: {type: bucket}
  Nightly: {type: schedule, expression: rate(1 day)}
  Nightly: {type: function}
  my-table: {type: table}
edges:
  - from: Orders
    to: Work
    batchSize: 20
  - {from: Work, to: Orders}
  - {from: News, to: Work}
  - {from: Audit, to: Later}
  - {from: Later, to: Steps}
  - {from: Steps, to: Work}
  - {from: Clicks, to: Archive}
  - {from: Work, to: Archive}
  - {from: Archive, to: Store}
  - {from: Archive, to: Store, prefix: a/}
  - {from: Store, to: Work}
  - {from: Store, to: Audit}
  - {from: Work, to: my-table}
  - {from: Work, to: Archiv}
  - {from: Store, to: Orders, event: "s3:ObjectCreated:*"}
"""

FLOW = """\
{sbd: 1, name: flow, nodes: {A: {type: bucket}, B: {type: function}, C: {type: queue}},
 edges: [{from: A, to: B}, {from: B, to: C}, {from: C, to: A}]}
"""

CHAIN = """\
sbd: 1
name: chain
nodes:
  Door: {type: api}
  One: {type: function}
  Two: {type: function}
  Three: {type: function}
  Four: {type: stateMachine}
  Five: {type: function}
edges:
  - {from: Door, to: One}
  - {from: One, to: Two}
  - {from: Two, to: Three}
  - {from: Three, to: Four}
  - {from: Four, to: Five}
  - {from: Five, to: Two}
"""

CHANGES = """\
sbd: 1
name: changes
nodes:
  T: {type: table, key: {partition: id}}
  B: {type: function}
  C: {type: function}
edges:
  - {from: T, to: B, event: INSERT}
  - {from: T, to: B, event: REMOVE}
"""

DESIGNS = (ALBUM, SHOP, FLOW, CHAIN, CHANGES)
