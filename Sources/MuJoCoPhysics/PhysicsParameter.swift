/// An uncertain number of a physical model: which of the model's fields it writes.
public struct PhysicsParameter: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// Mass of a body, kg; its inertia is scaled along, as if its density changed.
    case mass(String)
    /// Sliding coefficient of the floor's contacts with these geoms.
    case friction([String])
    /// Gravitational acceleration downwards, m/s^2.
    case gravity
    /// Factor on the damping of joints of one degree of freedom.
    case damping([String])
    /// Stiffness of springs at joints, N m/rad, at rest at an angle.
    case stiffness([String], rest: Double)
    /// Factor on the stiffness of springs that are there.
    case stiffnessScale([String])
    /// Factor on the gear of motors.
    case gain([String])
    /// Length of links, m.
    case length([String])
    /// Density of the fluid, kg/m^3.
    case fluidDensity
    /// Viscosity of the fluid, Pa s.
    case fluidViscosity
    /// Force on a body at its centre of mass along a world axis (0, 1, 2), N.
    case force(String, axis: Int)
  }

  public let kind: Kind
  /// The value with which the model is as compiled: it is then not written at all.
  public let nominal: Double

  public init(_ kind: Kind, nominal: Double) {
    self.kind = kind
    self.nominal = nominal
  }

  /// Whether the engine can do with that value: finite, a mass or length positive, what cannot be negative not so.
  func accepts(_ value: Double) -> Bool {
    guard value.isFinite else { return false }
    switch kind {
    case .mass, .length: return value > 0
    case .gravity, .force: return true
    case .friction, .damping, .stiffness, .stiffnessScale, .gain, .fluidDensity, .fluidViscosity:
      return value >= 0
    }
  }

  var isLength: Bool {
    if case .length = kind { return true }
    return false
  }
}

/// How masses and friction are written.
public enum PhysicsSemantics: UInt8, Sendable, Hashable {
  /// Inertia follows mass, and what the engine computes from both; friction belongs to pairs of geoms.
  case consistent
  /// As the RRLS benchmark writes masses: alone.
  case rrls
  /// The same, and the source's first friction parameter is the floor's own coefficient.
  case rrlsFloor
  /// The same, and the source's first friction parameter is the coefficient of every geom.
  case rrlsEveryGeom
}

/// A physical model's text, with what may be uncertain in it.
public struct PhysicsSource: Sendable {
  /// The file's name, for messages.
  public let file: String
  /// MJCF.
  public let text: @Sendable () -> String
  /// In the order of parameter rows; forces may stand anywhere.
  public let parameters: [PhysicsParameter]
  /// Fixed points of links that are not stretched about their last joint, in the link's frame, m.
  public let anchors: [String: (Double, Double, Double)]
  /// Whether the model stands on a floor: with other lengths it then starts higher or lower, so that its lowest
  /// point keeps its height.
  public let hasFloor: Bool

  public init(
    file: String, parameters: [PhysicsParameter], anchors: [String: (Double, Double, Double)] = [:],
    hasFloor: Bool, text: @escaping @Sendable () -> String
  ) {
    self.file = file
    self.parameters = parameters
    self.anchors = anchors
    self.hasFloor = hasFloor
    self.text = text
  }
}
