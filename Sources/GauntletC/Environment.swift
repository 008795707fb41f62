import CGauntlet

// What only single environments do.

@c @implementation
public func gauntlet_clone(
  _ handle: gauntlet_handle, _ clone: UnsafeMutablePointer<gauntlet_handle>!
) -> gauntlet_status {
  use(handle, as: EnvironmentPlayer.self) { player throws(Failure) in
    let place = try required(clone, "clone")
    place.pointee = try HandleTable.insert(try player.clone())
  }
}

@c @implementation
public func gauntlet_get_clock(
  _ handle: gauntlet_handle, _ clock: UnsafeMutablePointer<gauntlet_clock>!
) -> gauntlet_status {
  use(handle, as: EnvironmentPlayer.self) { player throws(Failure) in
    let place = try required(clock, "clock")
    try checkSize(place.pointee.size, gauntlet_clock.self, "gauntlet_clock")
    let now = player.clock
    place.pointee = gauntlet_clock(
      size: place.pointee.size, seed: now.seed, episode: UInt64(now.episode), step: UInt64(now.step),
      is_running: player.mayStep ? 1 : 0, reserved: 0)
  }
}

@c @implementation
public func gauntlet_read(
  _ handle: gauntlet_handle, _ what: Int32, _ values: UnsafeMutablePointer<Double>!, _ capacity: UInt64,
  _ needed: UnsafeMutablePointer<UInt64>!
) -> gauntlet_status {
  use(handle, as: EnvironmentPlayer.self) { player throws(Failure) in
    try copy(try player.numbers(what), values, capacity, needed)
  }
}

@c @implementation
public func gauntlet_set_parameter(
  _ handle: gauntlet_handle, _ index: UInt64, _ value: Double
) -> gauntlet_status {
  use(handle, as: EnvironmentPlayer.self) { player throws(Failure) in
    try player.setParameter(Int(clamping: index), to: value)
  }
}

@c @implementation
public func gauntlet_render(
  _ handle: gauntlet_handle, _ width: UInt64, _ height: UInt64, _ channels: UInt32,
  _ pixels: UnsafeMutablePointer<UInt8>!, _ bytes: UInt64
) -> gauntlet_status {
  use(handle, as: EnvironmentPlayer.self) { player throws(Failure) in
    let target = try required(pixels, "pixels")
    guard (1...4096).contains(width), (1...4096).contains(height) else {
      throw .badArgument("the picture is \(width) by \(height); its sides lie in 1 to 4096")
    }
    guard channels == 3 || channels == 4 else {
      throw .badArgument("channels is \(channels); use 3 for RGB or 4 for RGBA")
    }
    guard bytes == width * height * UInt64(channels) else {
      throw .badArgument("pixels has \(bytes) bytes; the picture needs \(width * height * UInt64(channels))")
    }
    try player.draw(width: Int(width), height: Int(height), channels: Int(channels), into: target)
  }
}
