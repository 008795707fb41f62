import Scenes

extension MountainCarContinuous: Depictable {
  public var view: Rect { MountainCar.trackView }

  public func depict(_ state: State, in scene: inout Scene) {
    MountainCar.depictTrack(state, goal: Self.goal, push: push, in: &scene)
  }
}
