"""Item models of trees and lists: facts first (plain objects), Qt only where a view asks."""
