import CGauntlet

// The hot calls: a handle and nothing else.

@c @implementation
public func gauntlet_step(_ handle: gauntlet_handle) -> gauntlet_status {
  guard let slot = HandleTable.take(handle) else { return fail(HandleTable.refusal(handle)) }
  let status = slot.pointee.resource.unsafelyUnwrapped._withUnsafeGuaranteedRef { $0.step() }
  HandleTable.release(slot, handle)
  return status
}

@c @implementation
public func gauntlet_step_into(
  _ handle: gauntlet_handle, _ columns: UnsafePointer<gauntlet_columns>!
) -> gauntlet_status {
  guard let slot = HandleTable.take(handle) else { return fail(HandleTable.refusal(handle)) }
  let status = slot.pointee.resource.unsafelyUnwrapped._withUnsafeGuaranteedRef { $0.step(into: columns) }
  HandleTable.release(slot, handle)
  return status
}

@c @implementation
public func gauntlet_rollout_into(
  _ handle: gauntlet_handle, _ steps: UInt64, _ columns: UnsafePointer<gauntlet_columns>!
) -> gauntlet_status {
  use(handle, as: Player.self) { player throws(Failure) in
    var rows = player.shape
    let (count, overflows) = steps.multipliedReportingOverflow(by: UInt64(rows.lanes))
    guard steps > 0, !overflows, count <= UInt64(GAUNTLET_ROW_LIMIT) else {
      throw .badArgument(
        "steps is \(steps); use at least 1, and at most \(GAUNTLET_ROW_LIMIT) divided by the lanes")
    }
    rows.lanes = Int(count)
    try player.rollout(Int(steps), try BoundColumns(required(columns, "columns"), for: rows))
  }
}

@c @implementation
public func gauntlet_bind(
  _ handle: gauntlet_handle, _ columns: UnsafePointer<gauntlet_columns>!
) -> gauntlet_status {
  use(handle, as: Player.self) { player throws(Failure) in
    player.columns = columns == nil ? nil : try BoundColumns(required(columns, "columns"), for: player.shape)
    player.columnsChanged()
  }
}

@c @implementation
public func gauntlet_reset(_ handle: gauntlet_handle, _ seed: UInt64) -> gauntlet_status {
  use(handle, as: Player.self) { player throws(Failure) in
    _ = try player.bound()
    try player.reset(seed: seed)
  }
}

@c @implementation
public func gauntlet_reset_lanes(
  _ handle: gauntlet_handle, _ mask: UnsafePointer<UInt8>!, _ mask_count: UInt64,
  _ seeds: UnsafePointer<UInt64>!, _ seed_count: UInt64
) -> gauntlet_status {
  use(handle, as: Player.self) { player throws(Failure) in
    _ = try player.bound()
    let lanes = UInt64(player.shape.lanes)
    guard mask_count == (mask == nil ? 0 : lanes) else {
      throw .badArgument("mask_count is \(mask_count); pass \(lanes), or 0 with a null mask")
    }
    guard seed_count == (seeds == nil ? 0 : lanes) else {
      throw .badArgument("seed_count is \(seed_count); pass \(lanes), or 0 with null seeds")
    }
    try checkAlignment(UInt(bitPattern: seeds), 8, "seeds")
    try player.reset(where: mask, seeds: seeds)
  }
}

@c @implementation
public func gauntlet_get_shape(
  _ handle: gauntlet_handle, _ shape: UnsafeMutablePointer<gauntlet_shape>!
) -> gauntlet_status {
  use(handle, as: Player.self) { player throws(Failure) in
    let target = try required(shape, "shape")
    try checkSize(target.pointee.size, gauntlet_shape.self, "gauntlet_shape")
    let known = player.shape
    target.pointee = gauntlet_shape(
      size: target.pointee.size, lanes: UInt64(known.lanes), horizon: UInt64(known.horizon),
      observation_width: UInt64(known.observation.width), action_width: UInt64(known.action.width),
      action_categories: UInt64(known.actionCategories), nature_width: UInt64(known.nature.width),
      cost_count: UInt64(known.costCount), margin_count: UInt64(known.marginCount),
      diagnostic_count: UInt64(known.diagnosticCount), parameter_count: UInt64(known.parameterCount),
      kind: known.kind, reset_rule: known.resetRule, observation_element: known.observation.elementType.code,
      action_element: known.action.elementType.code, nature_element: known.nature.elementType.code,
      threads: UInt32(known.threads))
  }
}

@c @implementation
public func gauntlet_save(
  _ handle: gauntlet_handle, _ buffer: UnsafeMutablePointer<UInt8>!, _ capacity: UInt64,
  _ needed: UnsafeMutablePointer<UInt64>!
) -> gauntlet_status {
  use(handle, as: Player.self) { player throws(Failure) in
    try copy(try player.save(), buffer, capacity, needed)
  }
}

@c @implementation
public func gauntlet_restore(
  _ handle: gauntlet_handle, _ bytes: UnsafePointer<UInt8>!, _ count: UInt64
) -> gauntlet_status {
  use(handle, as: Player.self) { player throws(Failure) in
    let start = try required(bytes, "bytes")
    // Snapshots of one recipe differ in length by little; what is far longer is none of it.
    let limit = 2 * player.snapshotBytes + 65_536
    guard count <= UInt64(limit) else {
      throw Failure(
        GAUNTLET_BAD_SNAPSHOT, "\(count) bytes are too many; pass what gauntlet_save wrote for the same recipe")
    }
    try player.restore(Array(UnsafeBufferPointer(start: start, count: Int(count))))
  }
}
