import MuJoCoPhysics
import Testing
