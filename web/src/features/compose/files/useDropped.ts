/** Files dropped on an element. Folders are left out: they have no bytes of their own. */
import { useRef, useState } from "react";
import type { DragEvent } from "react";

interface DropTarget {
  onDragEnter: (event: DragEvent) => void;
  onDragOver: (event: DragEvent) => void;
  onDragLeave: () => void;
  onDrop: (event: DragEvent) => void;
}

/** Handlers for the element, and whether files hang over it. */
export function useDropped(onFiles: (files: readonly File[]) => void): { isOver: boolean; target: DropTarget } {
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
      event.preventDefault();
      event.stopPropagation();
      set(0);
      onFiles(filesOf(event.dataTransfer));
    },
  };
  return { isOver, target };
}

/** Whether what is dragged or pasted holds files. */
export function hasFiles(data: DataTransfer | null): boolean {
  return data !== null && [...data.types].includes("Files");
}

/** The files among what was dropped or pasted. */
export function filesOf(data: DataTransfer): File[] {
  const folders = new Set(
    [...data.items].flatMap((item, index) => (item.webkitGetAsEntry()?.isDirectory === true ? [index] : [])),
  );
  return [...data.files].filter((_, index) => !folders.has(index));
}
