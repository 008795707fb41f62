import Scenes

/// A map over the state space, ready to be drawn between a scene's ground and its figures.
public struct Overlay: Equatable, Sendable {
  public let name: String
  /// In world units of the scene it was made for; see `Scene.insertMap`.
  public let shapes: [Shape]
  public let legend: OverlayLegend
  /// The states that show as cells, in order; empty where the map is a field.
  public let cells: [OverlayCell]
}

/// One state of a finite world on a map.
public struct OverlayCell: Equatable, Sendable {
  public let state: Int
  public let value: Double
  public let area: Rect
}

/// What a reader needs to understand a map.
public struct OverlayLegend: Equatable, Sendable {
  /// One colour that stands for something.
  public struct Key: Equatable, Sendable {
    public let label: String
    public let color: Color
  }

  public let title: String
  /// What the map takes for granted; may be empty.
  public let note: String
  /// The values of the first and the last colour of `colors`; nil where there is no scale.
  public let range: ClosedRange<Double>?
  /// The scale of a colour bar.
  public let colors: ColorMap?
  public let keys: [Key]

  static func scale(_ title: String, note: String, _ map: HeatMap) -> OverlayLegend {
    OverlayLegend(title: title, note: note, range: map.range, colors: map.colors, keys: [])
  }
}

/// A map that a world offers by itself.
public struct OverlayDescription: Equatable, Sendable {
  public let name: String
  public let meaning: String
}

/// How a function of the state is drawn.
public enum OverlayStyle: Sendable {
  /// Tints for both signs and a line where the function passes zero; at most zero counts as inside.
  case region
  /// The line alone, to be laid over other maps.
  case contour
  /// A colour for every value.
  case heatMap
}

/// The worth of every state of a finite world.
public struct StateValues: Equatable, Sendable {
  /// Expected discounted return under the best policy.
  public let values: [Double]
  /// Whether a state ends every episode at once without reward: nothing is decided there, and a map
  /// leaves it out.
  public let isFinal: [Bool]
  /// Certified bound on the error of every value; nil where the task has no discount.
  public let bound: Double?
}
