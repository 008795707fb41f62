import CGauntlet

// Pointers into the program's constants: they live as long as the library is loaded.

@c @implementation
public func gauntlet_abi_version() -> UInt32 { UInt32(GAUNTLET_ABI_VERSION) }

@c @implementation
public func gauntlet_version() -> UnsafePointer<CChar>! { constantText("0.1.0") }

@c @implementation
public func gauntlet_status_name(_ status: gauntlet_status) -> UnsafePointer<CChar>! {
  switch status {
  case GAUNTLET_OK: constantText("GAUNTLET_OK")
  case GAUNTLET_BAD_ARGUMENT: constantText("GAUNTLET_BAD_ARGUMENT")
  case GAUNTLET_BAD_HANDLE: constantText("GAUNTLET_BAD_HANDLE")
  case GAUNTLET_BUSY: constantText("GAUNTLET_BUSY")
  case GAUNTLET_FORKED: constantText("GAUNTLET_FORKED")
  case GAUNTLET_BAD_RECIPE: constantText("GAUNTLET_BAD_RECIPE")
  case GAUNTLET_BAD_ACTION: constantText("GAUNTLET_BAD_ACTION")
  case GAUNTLET_NEEDS_RESET: constantText("GAUNTLET_NEEDS_RESET")
  case GAUNTLET_TOO_SMALL: constantText("GAUNTLET_TOO_SMALL")
  case GAUNTLET_TOO_LARGE: constantText("GAUNTLET_TOO_LARGE")
  case GAUNTLET_UNSUPPORTED: constantText("GAUNTLET_UNSUPPORTED")
  case GAUNTLET_BAD_SNAPSHOT: constantText("GAUNTLET_BAD_SNAPSHOT")
  case GAUNTLET_NOT_BOUND: constantText("GAUNTLET_NOT_BOUND")
  default: constantText("unknown status")
  }
}

private func constantText(_ text: StaticString) -> UnsafePointer<CChar> {
  UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}
