/** What was dropped on an element or pasted: files, and folders, which have no bytes of their own. */
import { useRef, useState } from "react";
import type { DragEvent } from "react";

export interface Dropped {
  readonly files: readonly File[];
  /** Names of folders. */
  readonly folders: readonly string[];
}

interface DropTarget {
  onDragEnter: (event: DragEvent) => void;
  onDragOver: (event: DragEvent) => void;
  onDragLeave: () => void;
  onDrop: (event: DragEvent) => void;
}

/** Handlers for the element, and whether files hang over it. */
export function useDropped(take: (dropped: Dropped) => void): { isOver: boolean; target: DropTarget } {
  const [isOver, setOver] = useState(false);
  // Entering a child comes before leaving its parent.
  const depth = useRef(0);
  const set = (next: number) => {
    depth.current = Math.max(0, next);
    setOver(depth.current > 0);
  };
  const target: DropTarget = {
    onDragEnter: (event) => {
      if (!hasFiles(event.dataTransfer)) return;
      event.preventDefault();
      set(depth.current + 1);
    },
    onDragOver: (event) => {
      if (hasFiles(event.dataTransfer)) event.preventDefault();
    },
    onDragLeave: () => set(depth.current - 1),
    onDrop: (event) => {
      if (!hasFiles(event.dataTransfer)) return;
      // Whoever listens to the whole window sees that it was taken.
      event.preventDefault();
      set(0);
      take(droppedOf(event.dataTransfer));
    },
  };
  return { isOver, target };
}

/** Whether what is dragged or pasted holds files. */
export function hasFiles(data: DataTransfer | null): boolean {
  return data !== null && [...data.types].includes("Files");
}

/** The files and folders among what was dropped or pasted. */
export function droppedOf(data: DataTransfer): Dropped {
  const files: File[] = [];
  const folders: string[] = [];
  for (const item of data.items) {
    if (item.kind !== "file") continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry?.isDirectory === true) folders.push(entry.name);
    else if (file !== null) files.push(file);
  }
  return { files, folders };
}
